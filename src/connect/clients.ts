import { chatgpt } from './clients/chatgpt.ts';
import { claudeCode } from './clients/claude-code.ts';
import { claudeDesktop } from './clients/claude-desktop.ts';
import { cline } from './clients/cline.ts';
import { codex } from './clients/codex.ts';
import { cursor } from './clients/cursor.ts';
import { geminiCli } from './clients/gemini-cli.ts';
import { goose } from './clients/goose.ts';
import { lmStudio } from './clients/lm-studio.ts';
import { other } from './clients/other.ts';
import { vscode } from './clients/vscode.ts';
import { windsurf } from './clients/windsurf.ts';
import { zed } from './clients/zed.ts';
import type { Endpoint } from './endpoint.ts';
import type { Connection, ConnectOptions } from './method.ts';

/** One client that the page, the command line and the documents offer. */
export type ClientGuide = {
  readonly id: string;
  readonly title: string;
  /** Throws a RangeError that names the wrong part of the endpoint. */
  readonly connect: (endpoint: Endpoint, options?: ConnectOptions) => Connection;
};

/** All of them, in the order in which they are shown (contract §5, then the others). */
export const clients: readonly ClientGuide[] = [
  { id: 'claude-code', title: 'Claude Code', connect: claudeCode },
  { id: 'codex', title: 'Codex', connect: codex },
  { id: 'vscode', title: 'VS Code', connect: vscode },
  { id: 'cursor', title: 'Cursor', connect: cursor },
  { id: 'claude-desktop', title: 'Claude Desktop', connect: claudeDesktop },
  { id: 'chatgpt', title: 'ChatGPT', connect: chatgpt },
  { id: 'gemini-cli', title: 'Gemini CLI', connect: geminiCli },
  { id: 'windsurf', title: 'Windsurf', connect: windsurf },
  { id: 'zed', title: 'Zed', connect: zed },
  { id: 'cline', title: 'Cline', connect: cline },
  { id: 'goose', title: 'Goose', connect: goose },
  { id: 'lm-studio', title: 'LM Studio', connect: lmStudio },
  { id: 'other', title: 'Other', connect: other },
];
