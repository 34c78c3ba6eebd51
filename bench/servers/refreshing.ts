import { loadConfig } from '../../src/config.ts';
import { realOutside } from '../../src/start/outside.ts';
import { startServer } from '../../src/start/start-server.ts';
import { generatedProvider } from '../large-organization/provider.ts';
import { large, living } from '../large-organization/size.ts';

/* Our server as it is, but for where its numbers come from: a provider that knows the large organization's accounts. */

const [dataDir = '', seenPosts = '30', life = '5'] = process.argv.slice(2);
const config = loadConfig({
  PORT: '0',
  METRICS_PORT: '0',
  RATE_LIMIT_PER_MINUTE: '9999999',
  SAMPLE_DATA: 'off',
  DATA_DIR: dataDir,
});
const provider = generatedProvider(living(large, Number(life)), Number(seenPosts), Date.now());
const server = await startServer(config, { ...realOutside, provider });
process.stdout.write(`ready on ${new URL(server.url).port}\n`);
process.on('SIGTERM', () => void server.stop().finally(() => process.exit(0)));
