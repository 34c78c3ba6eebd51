/** Run as a process of its own: adds organizations one by one and tells of each that is written. Arguments: setting as JSON, name, how many. */
import { openStore } from '../../src/store/open.ts';
import { addOrganization } from './rows.ts';

const [setting = '', name = '', count = '0'] = process.argv.slice(2);
const store = await openStore(JSON.parse(setting));
for (let i = 0; i < Number(count); i++) {
  await addOrganization(store, `${name}-${i}`);
  process.send?.(`${name}-${i}`);
}
await store.close();
process.disconnect?.();
