import { z } from 'zod';
import { type RowForm, type RowShape, rowForms, rowShapeOf } from '../../contract/rows.ts';
import { headText, rowsText } from '../../export/rows/row-text.ts';
import { allDashboardRoutes, type DashboardRouteId } from '../contract/routes.ts';

/* Lists of the dashboard's own API as CSV and NDJSON. One in pages is none of them: a file of one page would look whole. */

const shapes: ReadonlyMap<DashboardRouteId, RowShape> = new Map(
  allDashboardRoutes.flatMap((route) => {
    const shape = rowShapeOf(route);
    return shape === null || shape.isPaged ? [] : [[route.id, shape] as const];
  }),
);

/** The rows of a route's answer; null where it is something else. */
export function rowsOfRoute(id: DashboardRouteId): RowShape | null {
  return shapes.get(id) ?? null;
}

const answered = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

/** The answer of a list as a file. */
export function routeRows(id: DashboardRouteId, form: RowForm, { columns }: RowShape, body: unknown) {
  const { contentType, ending } = rowForms[form];
  const name = id.replace(/^list_/, '').replaceAll('_', '-');
  return {
    text: headText(form, columns) + rowsText(form, columns, answered.parse(body).data),
    headers: {
      'Content-Type': contentType,
      'Content-Disposition': `attachment; filename="${name}.${ending}"`,
      Vary: 'Accept',
    },
  };
}
