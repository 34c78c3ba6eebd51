import { axeFindsNothing } from './axe.ts';

axeFindsNothing('light', { colorScheme: 'light', viewport: { width: 1360, height: 860 } });
