import { createAccessControl } from 'better-auth/plugins/access';

/**
 * What each role may do with the people of an organization, in better-auth's terms. Everything else that a role decides
 * is the `access` of a dashboard route.
 */
const statements = {
  organization: ['update', 'delete'],
  member: ['create', 'update', 'delete'],
  invitation: ['create', 'cancel'],
} as const;

export const accessControl = createAccessControl(statements);

const manages = {
  member: ['create', 'update', 'delete'],
  invitation: ['create', 'cancel'],
} as const;

export const organizationRoles = {
  owner: accessControl.newRole({ ...manages, organization: ['update', 'delete'] }),
  admin: accessControl.newRole({ ...manages, organization: ['update'] }),
  member: accessControl.newRole({ organization: [] }),
  viewer: accessControl.newRole({ organization: [] }),
};
