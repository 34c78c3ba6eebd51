// Plain old JavaScript, because it must run on whatever Node the machine has.
// Linux and Windows (x64, arm64 Linux) get Node 24 from the lock file; elsewhere the machine's own Node runs the program
// as TypeScript, which works from 22.18 on.
var bundled = { 'linux-x64': 1, 'linux-arm64': 1, 'win32-x64': 1 };
var version = process.versions.node.split('.').map(Number);
var recent = version[0] > 22 || (version[0] === 22 && version[1] >= 18);
if (!bundled[`${process.platform}-${process.arch}`] && !recent) {
  process.stderr.write(
    `This project needs Node 22.18 or newer on this platform; this is ${process.version}. Install a newer Node and run npm ci again.\n`,
  );
  process.exit(1);
}
