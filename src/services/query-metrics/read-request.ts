import { aboutOf, type Dimension } from '../../contract/query/dimensions.ts';
import type { Metric } from '../../contract/query/metrics.ts';
import type { QueryRequest } from '../../contract/query/request.ts';
import type { Order, Plan, RowCondition } from '../../query/plan.ts';
import { readDimension, readMetric, refused } from './names.ts';
import { checkPairs } from './pairs.ts';
import { readFilters } from './read-filters.ts';

/** What a request asks for, with its names read. */
export interface Question extends Pick<Plan, 'of' | 'metrics' | 'dimensions' | 'where' | 'having' | 'order'> {
  /** The metrics that are shown; others are there for filters and orders. */
  readonly shown: readonly Metric[];
}

/** @throws Problem VALIDATION_ERROR that lists what is allowed */
export function readRequest(request: QueryRequest): Question {
  const { of } = request;
  const shown = request.metrics.map((name, index) => readMetric(of, name, `metrics.${index}`));
  const twice = request.metrics.find((name, index) => request.metrics.indexOf(name) !== index);
  if (twice !== undefined) throw refused('metrics', `${twice} stands there twice`);
  const dimensions = request.dimensions.map((name, index) => readDimension(name, `dimensions.${index}`));
  const filters = readFilters(request.filters, of);
  const order = readOrder(request, dimensions, shown);
  const sorted = order.flatMap((each) => (each.by === 'dimension' ? [] : [each.metric]));
  const all = [...shown, ...sorted, ...metricsIn(filters.having)];
  const metrics = [...new Map(all.map((metric) => [metric.name, metric])).values()];
  checkPairs({ of, dimensions, where: filters.where, metrics, isCompared: request.compare !== undefined });
  return { of, shown, metrics, dimensions, ...filters, order };
}

const changeMark = ':change';

function readOrder(
  request: QueryRequest,
  dimensions: readonly Dimension[],
  shown: readonly Metric[],
): readonly Order[] {
  const isCompared = request.compare !== undefined;
  const given = (request.order_by ?? []).map(([name = '', way = 'desc'], at): Order => {
    if (way !== 'asc' && way !== 'desc') throw refused(`order_by.${at}.1`, 'must be asc or desc');
    const index = dimensions.findIndex((dimension) => dimension.name === name);
    if (index >= 0) return { by: 'dimension', index, direction: way };
    const field = `order_by.${at}.0`;
    if (!name.endsWith(changeMark))
      return { by: 'metric', metric: readMetric(request.of, name, field), direction: way };
    if (!isCompared) throw refused(field, 'a change is there with compare');
    return { by: 'change', metric: readMetric(request.of, name.slice(0, -changeMark.length), field), direction: way };
  });
  if (given.length > 0) return given;
  const time = dimensions.findIndex((dimension) => aboutOf(dimension) === 'time');
  const [first] = shown;
  const byTime: readonly Order[] = time < 0 ? [] : [{ by: 'dimension', index: time, direction: 'asc' }];
  return first === undefined ? byTime : [...byTime, { by: 'metric', metric: first, direction: 'desc' }];
}

function metricsIn(condition: RowCondition): readonly Metric[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.flatMap(metricsIn);
    case 'not':
      return metricsIn(condition.of);
    case 'metric':
      return [condition.metric];
  }
}
