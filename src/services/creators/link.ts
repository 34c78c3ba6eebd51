import type { Call, Input, Reply } from '../../contract/port.ts';
import { notFound, Problem } from '../../contract/problem.ts';
import { linkAccount, unlinkAccount } from '../../store/ownership.ts';
import type { ServiceContext } from '../service-context.ts';

/** PUT /creators/{id}/accounts/{account_id}: 201 the first time, then 200; it changes neither's pause. */
export async function linkCreatorAccount(
  { store }: ServiceContext,
  { params }: Input<'link_creator_account'>,
  { caller }: Call,
): Promise<Reply<'link_creator_account'>> {
  const { creator_id, account_id } = params;
  const { organizationId } = caller;
  const outcome = await linkAccount(store, { organizationId, creatorId: creator_id, accountId: account_id });
  const body = { data: { type: 'creator_account' as const, creator_id, account_id } };
  switch (outcome) {
    case 'linked':
      return { status: 201, body, location: `/creators/${creator_id}/accounts/${account_id}` };
    case 'already_linked':
      return { status: 200, body };
    case 'linked_elsewhere':
      throw new Problem('CONFLICT', 'This account is linked to another creator. Unlink it there first.');
    case 'no_creator':
    case 'no_account':
      throw notFound('creator or account');
  }
}

/** DELETE /creators/{id}/accounts/{account_id} */
export async function unlinkCreatorAccount(
  { store }: ServiceContext,
  { params }: Input<'unlink_creator_account'>,
  { caller }: Call,
): Promise<Reply<'unlink_creator_account'>> {
  const { organizationId } = caller;
  const outcome = await unlinkAccount(store, {
    organizationId,
    creatorId: params.creator_id,
    accountId: params.account_id,
  });
  if (outcome !== 'unlinked') throw notFound('creator or account');
  return { status: 204 };
}
