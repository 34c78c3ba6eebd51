import { axeFindsNothing } from './axe.ts';

axeFindsNothing('dark', { colorScheme: 'dark', viewport: { width: 1360, height: 860 } });
