import { glossaryText } from '../help/glossary.ts';
import { InvalidParams, type ListedResource, type ReadableResource } from '../sdk/surface.ts';

export interface Resource extends ListedResource {
  text: () => string;
}

/** What an agent can read besides calling tools without spending a call. */
export function resourcesOf(openApi: () => string): readonly Resource[] {
  return [
    {
      uri: 'creatoraudit://openapi.json',
      name: 'openapi',
      title: 'OpenAPI document',
      description: 'The v2 REST API, OpenAPI 3.1.',
      mimeType: 'application/json',
      text: openApi,
    },
    {
      uri: 'creatoraudit://glossary',
      name: 'glossary',
      title: 'Glossary of metrics',
      description: 'What each metric means and how sums are made.',
      mimeType: 'text/plain',
      text: glossaryText,
    },
  ];
}

/** @throws InvalidParams for an unknown URI */
export function readResource(resources: readonly Resource[], uri: string): ReadableResource {
  const resource = resources.find((known) => known.uri === uri);
  if (resource === undefined) {
    const known = resources.map((resource) => resource.uri).join(', ');
    // Bounded: what is echoed comes from outside.
    throw new InvalidParams(`Unknown resource. There are ${known}.`, { uri: uri.slice(0, 2048) });
  }
  return { mimeType: resource.mimeType, text: resource.text() };
}
