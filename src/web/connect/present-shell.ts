import type { OperatingSystem } from '../../connect/method.ts';
import type { Shell } from '../../connect/shells/command.ts';

/** The system that the page is looked at on, which is most likely the one that the client runs on. */
export function presentSystem(): OperatingSystem {
  const { platform } = navigator;
  if (platform.startsWith('Win')) return 'windows';
  return platform.startsWith('Mac') ? 'macos' : 'linux';
}

export function presentShell(): Shell {
  return presentSystem() === 'windows' ? 'powershell' : 'posix';
}
