import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv';
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/client/validators/cf-worker';
import { AjvJsonSchemaValidator as OldValidator } from '@modelcontextprotocol/sdk/validation/ajv-provider.js';
import { showTool } from '../../src/mcp/call/lists.ts';
import { toolNamed } from '../../tools/catalog.ts';

const providers = {
  'client 2, Ajv': new AjvJsonSchemaValidator(),
  'client 2, cfworker': new CfWorkerJsonSchemaValidator(),
  'client 1, Ajv': new OldValidator(),
};

type Check = (structure: unknown) => readonly string[];

const checks = new Map<string, Check>();

/** What the SDKs' own validators have against a tool's structured result, by its published schema; nothing if it fits. */
export function misfits(name: string, structure: unknown): readonly string[] {
  let check = checks.get(name);
  if (check === undefined) {
    check = checkOf(name);
    checks.set(name, check);
  }
  return check(structure);
}

function checkOf(name: string): Check {
  const tool = toolNamed(name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  // As it comes over the wire.
  return checkBy(JSON.parse(JSON.stringify(showTool(tool).outputSchema)));
}

/** The same by a schema as a list published it. */
export function misfitsOf(schema: Record<string, unknown>, structure: unknown): readonly string[] {
  return checkBy(schema)(structure);
}

function checkBy(schema: Record<string, unknown>): Check {
  const validators = Object.entries(providers).map(([by, provider]) => ({
    by,
    validate: provider.getValidator(schema),
  }));
  return (structure) =>
    validators.flatMap(({ by, validate }) => {
      const { valid, errorMessage } = validate(structure);
      return valid ? [] : [`${by}: ${errorMessage}`];
    });
}
