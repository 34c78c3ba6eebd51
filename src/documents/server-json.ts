import manifest from '../../package.json' with { type: 'json' };

/**
 * What the MCP registry is told of this server: `server.json` of its schema 2025-12-11. Everybody runs a gateway of their
 * own, so the host is a variable, and the key a secret that the client asks for and keeps.
 */
export function serverJson() {
  return {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: 'com.creatoraudit/gateway',
    title: 'CreatorAudit',
    description: 'Analytics of your Instagram and TikTok accounts, creators and posts, from your own gateway.',
    version: manifest.version,
    remotes: [
      {
        type: 'streamable-http',
        url: 'https://{host}/mcp',
        variables: {
          host: {
            description: 'The host name of your CreatorAudit gateway.',
            isRequired: true,
            placeholder: 'gateway.example',
          },
        },
        headers: [
          {
            name: 'Authorization',
            description: 'An API key of your organization, from the API keys page of your gateway.',
            isRequired: true,
            isSecret: true,
            value: 'Bearer {api_key}',
            variables: {
              api_key: {
                description: 'The API key. Give an agent a key that can only read, unless it shall change things.',
                isRequired: true,
                isSecret: true,
                placeholder: 'ca_live_…',
              },
            },
          },
        ],
      },
    ],
  };
}

/** The file as it is kept. */
export function serverJsonText(): string {
  return `${JSON.stringify(serverJson(), null, 2)}\n`;
}
