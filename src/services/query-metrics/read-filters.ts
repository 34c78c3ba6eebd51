import { dimensionNamed } from '../../contract/query/dimensions.ts';
import {
  type NumberField,
  type NumberOperator,
  numberFieldNames,
  numberFields,
  numberOperators,
  queryBounds,
  searchedFields,
  type TextOperator,
  textFieldNames,
  textOperators,
} from '../../contract/query/filters.ts';
import { metricsOf, metricWords, type Subject } from '../../contract/query/metrics.ts';
import type { Condition, Field, RowCondition } from '../../query/plan.ts';
import { fieldValue } from './field-values.ts';
import { refused } from './names.ts';

/** Filters on what is counted, and on the rows that come of it. */
export interface Filters {
  readonly where: Condition;
  readonly having: RowCondition;
}

type Read =
  | { readonly on: 'rows'; readonly condition: RowCondition }
  | { readonly on: 'counted'; readonly condition: Condition };

/** @throws Problem VALIDATION_ERROR that says what is allowed in that place */
export function readFilters(filters: readonly (readonly unknown[])[], of: Subject): Filters {
  const reader = new FilterReader(of);
  const read = filters.map((filter, index) => reader.read(filter, `filters.${index}`, 1));
  return {
    where: { kind: 'and', of: read.flatMap((each) => (each.on === 'counted' ? [each.condition] : [])) },
    having: { kind: 'and', of: read.flatMap((each) => (each.on === 'rows' ? [each.condition] : [])) },
  };
}

const forms = `must be ["is"|"is_not"|"contains"|"matches_word", field, [values]], [">="|"<=", number, value], ["and"|"or", [filters]] or ["not", filter]`;

class FilterReader {
  readonly #of: Subject;
  #count = 0;

  constructor(of: Subject) {
    this.#of = of;
  }

  read(filter: unknown, path: string, depth: number): Read {
    this.#count += 1;
    if (this.#count > queryBounds.filters) throw refused('filters', `hold more than ${queryBounds.filters}`);
    if (depth > queryBounds.depth) throw refused(path, `is nested deeper than ${queryBounds.depth}`);
    if (!Array.isArray(filter)) throw refused(path, forms);
    const [operator, first, second]: readonly unknown[] = filter;
    if (isTextOperator(operator) && filter.length === 3) return counted(this.#text(operator, first, second, path));
    if (isNumberOperator(operator) && filter.length === 3) return this.#number(operator, first, second, path);
    if (operator === 'not' && filter.length === 2) return negated(this.read(first, `${path}.1`, depth + 1));
    if ((operator === 'and' || operator === 'or') && filter.length === 2 && Array.isArray(first) && first.length > 0) {
      return this.#several(operator, first, path, depth);
    }
    throw refused(path, forms);
  }

  #several(kind: 'and' | 'or', filters: readonly unknown[], path: string, depth: number): Read {
    const read = filters.map((each, index) => this.read(each, `${path}.1.${index}`, depth + 1));
    const rows = read.flatMap((each) => (each.on === 'rows' ? [each.condition] : []));
    if (rows.length === read.length) return { on: 'rows', condition: { kind, of: rows } };
    if (rows.length > 0) {
      throw refused(
        path,
        `${kind} holds metrics and fields: what is counted and which rows are shown are decided apart`,
      );
    }
    return counted({ kind, of: read.flatMap((each) => (each.on === 'counted' ? [each.condition] : [])) });
  }

  #text(operator: TextOperator, name: unknown, values: unknown, path: string): Condition {
    const field = typeof name === 'string' ? fieldNamed(name) : null;
    if (field === null)
      throw refused(`${path}.1`, `is no field of ${operator}. Those are: ${textFieldNames.join(', ')}`);
    if ((operator === 'contains' || operator === 'matches_word') && !isSearched(field)) {
      throw refused(`${path}.1`, `has no text to search in. These have: ${searchedFields.join(', ')}`);
    }
    return { kind: 'text', field, operator, values: readValues(field, operator, values, `${path}.2`) };
  }

  #number(operator: NumberOperator, name: unknown, value: unknown, path: string): Read {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw refused(`${path}.2`, 'must be a number');
    if (isNumberField(name)) return counted({ kind: 'number', field: name, operator, value });
    const metric = typeof name === 'string' ? metricsOf[this.#of].get(name) : undefined;
    if (metric !== undefined) return { on: 'rows', condition: { kind: 'metric', metric, operator, value } };
    throw refused(
      `${path}.1`,
      `is no number. Those are: ${numberFieldNames.join(', ')} of what is counted; of rows the metrics ${metricWords[this.#of]}`,
    );
  }
}

function counted(condition: Condition): Read {
  return { on: 'counted', condition };
}

function negated(read: Read): Read {
  return read.on === 'rows'
    ? { on: 'rows', condition: { kind: 'not', of: read.condition } }
    : counted({ kind: 'not', of: read.condition });
}

function readValues(field: Field, operator: TextOperator, given: unknown, path: string): readonly (string | null)[] {
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (values.length === 0 || values.length > queryBounds.values) {
    throw refused(path, `must hold 1 to ${queryBounds.values} values`);
  }
  return values.map((value, index) => readValue(field, operator, value, `${path}.${index}`));
}

function readValue(field: Field, operator: TextOperator, value: unknown, path: string): string | null {
  const isEqual = operator === 'is' || operator === 'is_not';
  if (value === null && isEqual) return null;
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw refused(path, isEqual ? 'must be a text, or null for none' : 'must be a text');
  }
  const text = String(value).trim();
  if (text === '' || text.length > longestValue || text.includes('\0')) {
    throw refused(path, `must be a text of 1 to ${longestValue} characters`);
  }
  const read = fieldValue(field, text);
  if (read.kind === 'unknown') throw refused(path, `is no ${field.name}. Those are: ${read.known.join(', ')}`);
  if (read.value === '') throw refused(path, 'holds nothing to look for');
  return read.value;
}

const longestValue = 300;

function fieldNamed(name: string): Field | null {
  if (name === 'caption') return { kind: 'caption', name };
  const dimension = dimensionNamed(name);
  return dimension === null || dimension.kind.startsWith('time:') ? null : dimension;
}

function isSearched({ kind }: Field): boolean {
  return kind === 'metadata' || searchedFields.some((name) => name === kind);
}

function isTextOperator(operator: unknown): operator is TextOperator {
  return textOperators.some((each) => each === operator);
}

function isNumberOperator(operator: unknown): operator is NumberOperator {
  return numberOperators.some((each) => each === operator);
}

function isNumberField(name: unknown): name is NumberField {
  return typeof name === 'string' && Object.hasOwn(numberFields, name);
}
