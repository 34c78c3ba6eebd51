import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { base64 } from '../../../src/connect/formats/base64.ts';
import { jsonFile } from '../../../src/connect/formats/json.ts';
import { tomlKey, tomlString } from '../../../src/connect/formats/toml.ts';
import { yamlString } from '../../../src/connect/formats/yaml.ts';
import { hostileText } from '../hostile.ts';

const anyText = fc
  .oneof(hostileText, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))
  .filter((text) => text.isWellFormed() && !/\p{Cc}/u.test(text));

test('a TOML parser reads strings and keys back', () => {
  fc.assert(
    fc.property(anyText, anyText, (key, value) => {
      const parsed = parseToml(`[servers.${tomlKey(key)}]\nurl = ${tomlString(value)}\n`);
      expect(parsed).toEqual({ servers: { [key]: { url: value } } });
    }),
    {
      examples: [
        ['__proto__x', ''],
        ['', 'é😀'],
        ['a.b', '\\u0041"'],
      ],
    },
  );
});

test('a YAML parser reads strings and keys back', () => {
  fc.assert(
    fc.property(anyText, anyText, (key, value) => {
      const parsed: unknown = parseYaml(`extensions:\n  ${yamlString(key)}:\n    uri: ${yamlString(value)}\n`);
      expect(parsed).toEqual({ extensions: { [key]: { uri: value } } });
    }),
    {
      examples: [
        ['no', 'yes'],
        ['1', '2026-01-01'],
        ['\ufeff', '\uffff'],
      ],
    },
  );
});

test('base64 holds the text in UTF-8', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(Buffer.from(base64(text), 'base64').toString('utf8')).toBe(text);
    }),
  );
});

test('a JSON file is indented and ends with a line break', () => {
  expect(jsonFile({ a: { b: 1 } })).toBe('{\n  "a": {\n    "b": 1\n  }\n}\n');
});
