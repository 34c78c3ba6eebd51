import type { z } from 'zod';
import type { DashboardRoutes } from '../../dashboard/contract/routes.ts';
import type { DashboardAnswer } from '../api/dashboard.ts';

export type ShownImport = DashboardAnswer<'/imports'>['data'][number];
type Preview = DashboardRoutes['preview_import'];
export type Outcome = z.output<Preview['answers'][200]>['data'][number];
export type Said = z.input<Preview['body']>['said'];
