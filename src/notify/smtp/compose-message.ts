import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailSetting } from '../../config/mail-setting.ts';
import type { Letter } from '../letters/letter.ts';
import { render } from '../letters/render.ts';

/**
 * A letter as it goes over the wire. Its `Message-ID` is made of the mail's id, so that a second try is the same message to
 * whoever may have got the first.
 */
export function composeMessage(
  letter: Letter,
  { id, to, from, date }: { id: string; to: string; from: MailSetting['from']; date: Date },
): Promise<Buffer> {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return new MailComposer({
    ...render(letter),
    from,
    to: { name: '', address: to },
    messageId: `<${id}@${domain}>`,
    date,
    // RFC 3834: nobody's holiday answers it.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
