import { type Causes, serverCauses } from './answer.ts';

/** To a 401 mcp-remote looks for a login first, and shows what it was told there. */
export const stdioCauses: Causes = {
  ...serverCauses,
  wrong: /There is no OAuth login: it authenticates with API keys\. .* check the key\./,
};
