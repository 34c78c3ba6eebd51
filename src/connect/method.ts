import type { Shell } from './shells/command.ts';

/**
 * Where a client gets the key from: it stands in the text, in CREATORAUDIT_API_KEY, or the client asks for it. One that
 * signs somebody in needs none.
 */
export type KeyFrom = 'text' | 'environment' | 'prompt' | 'sign_in';

/** For this person everywhere, or for everybody who works in this folder. */
export type ConnectScope = 'user' | 'project';

export type OperatingSystem = 'macos' | 'linux' | 'windows';

/** Links that an application on this machine opens. Only these may carry a key: a web link would show it to its host. */
export type AppLink = `${'cursor' | 'vscode' | 'vscode-insiders' | 'lmstudio'}:${string}`;
type WebLink = `https://${string}`;

type Described = {
  /** Names the method within its client; the forms of one method for several shells share it. */
  readonly id: string;
  readonly title: string;
  /** What to do first and afterwards, in words. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly warnings: readonly string[];
  readonly keyFrom: KeyFrom;
  readonly scope: ConnectScope;
};

/** Lines to paste into a shell. */
export type CommandMethod = Described & { readonly kind: 'command'; readonly shell: Shell; readonly text: string };

export type LinkMethod = Described & { readonly kind: 'link' } & (
    | { readonly href: AppLink; readonly carriesKey: true }
    | { readonly href: AppLink | WebLink; readonly carriesKey: false }
  );

export type FileMethod = Described & {
  readonly kind: 'file';
  /** `~` and `%APPDATA%` as people know them; a relative path is in the project's folder. */
  readonly path: Readonly<Record<OperatingSystem, string>>;
  readonly language: 'json' | 'toml' | 'yaml';
  readonly text: string;
};

/** A URL to copy into a client's own form. */
export type UrlMethod = Described & { readonly kind: 'url'; readonly text: string };

export type Method = CommandMethod | LinkMethod | FileMethod | UrlMethod;

/** Everything that connects one client, the best method first. `methods` is empty where none is allowed; `notes` say why. */
export type Connection = {
  readonly methods: readonly Method[];
  readonly notes: readonly string[];
  /** The last line of every guide (contract §5). */
  readonly restart: string;
};

/** What an organization does with a key in a URL (contract §5). */
export type UrlKeys = 'allow' | 'read_only' | 'forbid';

export type ConnectOptions = {
  /** Default `allow`. */
  readonly urlKeys?: UrlKeys;
  /** What a client is given that signs somebody in; left out where that door is closed. */
  readonly signInUrl?: string;
};
