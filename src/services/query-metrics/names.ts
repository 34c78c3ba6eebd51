import { invalid, type Problem } from '../../contract/problem.ts';
import { type Dimension, dimensionNamed, dimensionNames } from '../../contract/query/dimensions.ts';
import { type Metric, metricsOf, metricWords, type Subject } from '../../contract/query/metrics.ts';

/** A metric by its name. @throws Problem VALIDATION_ERROR that lists all */
export function readMetric(of: Subject, name: string, field: string): Metric {
  const metric = metricsOf[of].get(name);
  if (metric !== undefined) return metric;
  const other = of === 'gains' ? 'posts' : 'gains';
  const elsewhere = metricsOf[other].has(name) ? ` ${name} is there with of=${other}.` : '';
  throw refused(field, `is no metric of ${of}. Those are: ${metricWords[of]}.${elsewhere}`);
}

/** A dimension by its name. @throws Problem VALIDATION_ERROR that lists all */
export function readDimension(name: string, field: string): Dimension {
  const dimension = dimensionNamed(name);
  if (dimension !== null) return dimension;
  throw refused(field, `is no dimension. Those are: ${dimensionNames.join(', ')}`);
}

export function refused(field: string, message: string): Problem {
  return invalid([{ field, message }]);
}
