// Puts back into package-lock.json what a registry mirror without other systems' binaries makes npm leave out.
// npm drops an optional platform package that it cannot look up, and `npm ci` then refuses the lock file everywhere.
// Run it after adding a dependency: node .ci/complete-lock.mjs
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));

for (const [path, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (path === '' || isLocked(path, name)) continue;
    const at = `node_modules/${name}`;
    lock.packages[at] = {
      version,
      integrity: integrityOf(name, version),
      ...platformOf(name),
      ...(parent.dev ? { dev: true } : {}),
      optional: true,
    };
    process.stdout.write(`added ${name}@${version}\n`);
  }
}

for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '' || entry.integrity || entry.inBundle) continue;
  entry.integrity = integrityOf(path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), entry.version);
  process.stdout.write(`completed ${path}\n`);
}

const { '': root, ...packages } = lock.packages;
const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = { '': root, ...Object.fromEntries(sorted) };
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);

/** Whether npm would find `name` from the package at `path`: nested there, or in any folder above. */
function isLocked(path, name) {
  for (let folder = path; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    if (`${folder}/node_modules/${name}` in lock.packages) return true;
    if (!folder.includes('/node_modules/')) return `node_modules/${name}` in lock.packages;
  }
}

/** Without it npm would take whatever a registry hands out under that name. What is bundled is in another one's. */
function integrityOf(name, version) {
  const options = { encoding: 'utf8', shell: process.platform === 'win32' };
  return execFileSync('npm', ['view', `${name}@${version}`, 'dist.integrity'], options).trim();
}

/** What such packages say of themselves, read off their names: `…-linux-arm64-musl`. */
function platformOf(name) {
  const os = /(android|darwin|freebsd|linux|openharmony|win32)/.exec(name)?.[1];
  const cpu = /-(arm64|arm|ia32|ppc64|riscv64|s390x|x64|wasm32)(?=-|$)/.exec(name)?.[1];
  const libc = /-linux-.*(gnu|musl)/.exec(name)?.[1];
  if (cpu === undefined) throw new Error(`${name} does not tell its platform; add it to the lock file by hand`);
  return {
    cpu: [cpu],
    ...(libc === undefined ? {} : { libc: [libc === 'gnu' ? 'glibc' : 'musl'] }),
    ...(os === undefined ? {} : { os: [os] }),
  };
}
