import type { JsonSchema } from '../../contract/json-schema.ts';
import { isSchema, propertiesOf, schemasIn } from './schema-parts.ts';

type Resolve = (reference: string) => JsonSchema;

const byFormat: Readonly<Record<string, string>> = {
  uuid: '3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71',
  date: '2026-11-01',
  'date-time': '2026-11-02T06:30:00.000Z',
};

/** Values that a field's name explains better than its schema does. */
const byName: Readonly<Record<string, string | number | boolean>> = {
  username: 'ana.bakes',
  account_username: 'ana.bakes',
  display_name: 'Ana Bakes',
  name: 'Ana Bakes',
  creator_name: 'Ana Bakes',
  organization_name: 'Example Studio',
  api_key_name: 'Reporting',
  key_name: 'Reporting',
  identifier: 'https://www.tiktok.com/@ana.bakes/video/7301234567890123456',
  external_id: '7301234567890123456',
  platform_account_id: '6812345678901234567',
  shortcode: 'DFq3xYpTz1k',
  caption: 'Sourdough in ten minutes',
  description: 'Sourdough in ten minutes',
  media_type: 'video',
  category: 'food',
  campaign: 'spring',
  link_in_bio: 'https://ana.example',
  profile_pic_url: 'https://media.example/ana.jpg',
  profile_pic_url_original: 'https://media.example/ana.jpg',
  cover_image_url: 'https://media.example/cover.jpg',
  cover_image_url_original: 'https://media.example/cover.jpg',
  video_url: 'https://media.example/post.mp4',
  video_url_original: 'https://media.example/post.mp4',
  is_unavailable: false,
  scrape_interval_hours: 24,
  max_recent_posts_per_account: 100,
  effective_max_recent_posts_per_account: 100,
  post_lookback_days: 90,
  effective_post_lookback_days: 90,
  query: 'bakes',
  version: '0.1.0',
  docs_url: 'http://127.0.0.1:8787/v2/docs',
  openapi_url: 'http://127.0.0.1:8787/v2/openapi.json',
  whoami_url: 'http://127.0.0.1:8787/v2/whoami',
  next_cursor: 'eyJrIjoxMjN9',
};

/**
 * A value that a schema allows, made from its own examples, defaults, enums and formats.
 * @param name what the value is called where it stands
 * @param resolve follows a `$ref`
 */
export function exampleOf(schema: JsonSchema, name: string, resolve: Resolve): unknown {
  if (typeof schema.$ref === 'string') return exampleOf(resolve(schema.$ref), name, resolve);
  const [said] = sayings(schema);
  if (said !== undefined) return said;
  const [first] = schemasIn(schema.anyOf);
  if (first !== undefined) return exampleOf(first, name, resolve);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return objectExample(schema, resolve);
    case 'array':
      return isSchema(schema.items) ? [exampleOf(schema.items, name, resolve)] : [];
    case 'null':
      return null;
    default:
      return plainExample(schema, name);
  }
}

/** What a schema itself says of its values, best first. An empty list as default would show nothing. */
function sayings(schema: JsonSchema): readonly unknown[] {
  const examples: readonly unknown[] = Array.isArray(schema.examples) ? schema.examples : [];
  const choices: readonly unknown[] = Array.isArray(schema.enum) ? schema.enum : [];
  const empty = Array.isArray(schema.default) && schema.default.length === 0;
  return [
    ...examples,
    ...('const' in schema ? [schema.const] : []),
    ...(empty ? [] : [schema.default]),
    ...choices,
  ].filter((value) => value !== undefined);
}

function plainExample(schema: JsonSchema, name: string): string | number | boolean {
  const format = byFormat[String(schema.format)];
  if (format !== undefined) return format;
  const known = byName[name];
  if (known !== undefined) return known;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'integer') return name.endsWith('_count') || schema.minimum === undefined ? 1250 : 1;
  if (type === 'number') return 12.5;
  return type === 'boolean' ? true : 'text';
}

function objectExample(schema: JsonSchema, resolve: Resolve): Record<string, unknown> {
  if (schema.properties === undefined) return mapExample(schema, resolve);
  return Object.fromEntries(
    propertiesOf(schema.properties)
      // A deprecated field is documented, not shown off.
      .filter(([, property]) => property.deprecated !== true)
      .map(([name, property]) => [name, exampleOf(property, name, resolve)]),
  );
}

function mapExample({ additionalProperties: values }: JsonSchema, resolve: Resolve): Record<string, unknown> {
  if (!isSchema(values) || Object.keys(values).length === 0) return {};
  if (values.type === 'string') return { campaign: exampleOf(values, 'campaign', resolve) };
  if (values.type === 'integer') return { '7d': exampleOf(values, 'gain_count', resolve) };
  return { [byFormat.uuid ?? '']: exampleOf(values, '', resolve) };
}
