import type { Account } from '../api/resources.ts';
import { useChange } from '../changes/changes.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { acceptOther } from './account-changes.ts';

/** Says that another account was seen in this one's place, and lets somebody who may go on with it. */
export function OtherAccount({ account, decides }: { account: Account; decides: boolean }) {
  const change = useChange();
  const { id, username, other_account } = account;
  // A remote API does not know of it.
  if (!other_account) return null;
  const accept = () =>
    change(
      () => acceptOther(id, other_account.platform_account_id),
      `@${username} goes on with the account that was seen`,
    );
  return (
    <Notice tone="warn" action={decides && <Button onClick={accept}>Go on with it</Button>}>
      {other_account.detail}
    </Notice>
  );
}
