import { toolNamed } from '../../../tools/catalog.ts';
import { invalid } from '../../contract/problem.ts';
import { type Access, requireScope, scopeOf } from '../call/access.ts';
import type { MetaToolContext } from '../call/meta-tool.ts';
import { metaToolSchemas } from '../call/meta-tool-schemas.ts';
import type { Arguments } from '../call/operation-arguments.ts';
import { parseArguments } from '../call/parse-arguments.ts';
import { toolManual, toolOverview } from '../help/manual.ts';
import { helpTopics, isHelpTopic, topicNames } from '../help/topics.ts';

/** `get_help`: a topic, or the manual of a tool that the key may call. */
export async function getHelp(args: Arguments, { access }: MetaToolContext): Promise<Record<string, unknown>> {
  const { topic: asked } = parseArguments(metaToolSchemas.get_help.input, args);
  const topic = asked.toLowerCase();
  return { topic, text: helpText(topic, access), topics: topicNames };
}

function helpText(topic: string, access: Access): string {
  if (isHelpTopic(topic)) return helpTopics[topic];
  if (topic === 'tools') return toolOverview(access);
  const tool = toolNamed(topic);
  if (tool === undefined) {
    throw invalid([{ field: 'topic', message: `is one of ${topicNames.join(', ')}, or the name of a tool` }]);
  }
  requireScope(access, scopeOf(tool));
  return toolManual(tool, access);
}
