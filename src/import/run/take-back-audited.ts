import { type TakenBack, takeBack } from '../apply/take-back.ts';
import type { ImportContext } from '../import-context.ts';

/** Takes an import back, and says so in the trail. */
export async function takeBackAudited(
  context: ImportContext,
  { organizationId, importId, by }: { organizationId: string; importId: string; by: string },
): Promise<TakenBack> {
  const taken = await takeBack(context, { organizationId, importId });
  if (taken.kind === 'taken back') {
    const facts = { import: importId };
    await context.note({ organizationId, by, event: 'import.taken_back', facts });
  }
  return taken;
}
