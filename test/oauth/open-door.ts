import { beside } from '../server/start-test-server.ts';

/** What is imported after this runs on servers whose door for apps is open. */
beside.settings = { CONNECT_PORT: '0' };
