/**
 * The first part of every address that is a page of the dashboard, beside `/` itself. Whatever else is asked for is a JSON 404, so that a
 * client that mistypes the API's address is not answered with HTML.
 */
export const pages: ReadonlySet<string> = new Set([
  'setup',
  'invite',
  'sign-in',
  'sign-up',
  'forgot',
  'reset',
  'prove',
  'connect-app',
  'accounts',
  'creators',
  'account-videos',
  'videos',
  'api-keys',
  'usage',
  'members',
  'settings',
  'imports',
  'audit',
]);
