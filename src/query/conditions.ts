import { sql } from 'kysely';
import { aboutOf } from '../contract/query/dimensions.ts';
import type { NumberField } from '../contract/query/filters.ts';
import { numberFields } from '../contract/query/filters.ts';
import type { AccountColumns } from './account-columns.ts';
import type { Condition, Field } from './plan.ts';
import { literal, type Speech, type Sql } from './words-of-databases.ts';

/** Where conditions are asked: of whose rows, and what those say. */
export interface Asked {
  readonly speech: Speech;
  readonly organizationId: string;
  readonly columns: AccountColumns;
}

type TextLeaf = Extract<Condition, { kind: 'text' }>;

/** A condition in SQL that is true or false, never unknown: what is not there is no text and no number. */
export function conditionOf(condition: Condition, asked: Asked): Sql {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return joined(
        condition.kind,
        condition.of.map((each) => conditionOf(each, asked)),
      );
    case 'not':
      return sql`not ${conditionOf(condition.of, asked)}`;
    case 'number':
      return sql`coalesce(${numberColumns[condition.field]} ${sql.raw(condition.operator)} ${literal(condition.value)}, false)`;
    case 'text':
      return textCondition(condition, asked);
  }
}

/** Several conditions as one; of none all meet `and`. */
export function joined(kind: 'and' | 'or', conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return kind === 'and' ? sql`true` : sql`false`;
  return sql`(${sql.join([...conditions], sql.raw(` ${kind} `))})`;
}

const numberColumns: Readonly<Record<NumberField, Sql>> = {
  follower_count: sql`a.follower_count`,
  post_views: sql`v.view_count`,
  duration_seconds: sql`v.duration`,
};

function textCondition(leaf: TextLeaf, asked: Asked): Sql {
  if (leaf.operator === 'is_not') return sql`not ${textCondition({ ...leaf, operator: 'is' }, asked)}`;
  const texts = leaf.values.filter((value) => value !== null);
  const some = texts.length === 0 ? [] : [sql`coalesce(${told(leaf, texts, asked)}, false)`];
  const none = leaf.values.includes(null) ? [missing(leaf.field, asked)] : [];
  return joined('or', [...some, ...none]);
}

function missing(field: Field, { columns }: Asked): Sql {
  if (field.kind === 'hashtag' || field.kind === 'mention') return sql`not exists (${tagsOf(field.kind)})`;
  return field.kind === 'caption' ? sql`v.description is null` : sql`${columns.of(field)} is null`;
}

/** Whether a field is, holds or has as a word one of some texts. */
function told({ field, operator }: TextLeaf, texts: readonly string[], asked: Asked): Sql {
  const { speech, columns } = asked;
  const compared = (text: Sql) => comparison(operator, text, texts, speech);
  switch (field.kind) {
    case 'caption':
      return compared(speech.folded(sql`v.description`));
    case 'hashtag':
      return sql`exists (${tagsOf(field.kind)} and ${compared(sql`tag.hashtag`)})`;
    case 'mention':
      return sql`exists (${tagsOf(field.kind)} and ${compared(sql`tag.mention`)})`;
    case 'creator':
      return sql`${columns.of(field)} in (select c.id from creators c where c.organization_id = ${speech.text(asked.organizationId)}
        and (${compared(speech.folded(sql`c.name`))}${orId(sql`c.id`, operator, texts, speech)}))`;
    case 'account':
      return sql`(${compared(sql`a.username`)} or ${compared(sql`a.platform || '/' || a.username`)}${orId(sql`a.id`, operator, texts, speech)})`;
    case 'category':
    case 'metadata':
      return compared(speech.folded(columns.of(field)));
    default:
      return speech.among(sql`cast(${columns.of(field)} as text)`, texts);
  }
}

function orId(id: Sql, operator: TextLeaf['operator'], texts: readonly string[], speech: Speech): Sql {
  return operator === 'is' ? sql` or ${speech.among(id, texts)}` : sql``;
}

function comparison(operator: TextLeaf['operator'], text: Sql, texts: readonly string[], speech: Speech): Sql {
  if (operator === 'is' || operator === 'is_not') return speech.among(text, texts);
  const each = operator === 'contains' ? speech.holds : speech.holdsWord;
  return joined(
    'or',
    texts.map((wanted) => each(text, wanted)),
  );
}

function tagsOf(kind: 'hashtag' | 'mention'): Sql {
  return sql`select 1 from ${sql.table(`post_${kind}s`)} tag where tag.post_id = v.id`;
}

/** All fields that a condition looks at. */
export function fieldsOf(condition: Condition): readonly (Field | NumberField)[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(condition.of);
    case 'text':
    case 'number':
      return [condition.field];
  }
}

/** Whether a condition can only be asked of posts. */
export function looksAtPosts(condition: Condition): boolean {
  return fieldsOf(condition).some((field) => {
    if (typeof field === 'string') return numberFields[field].about === 'post';
    return field.kind === 'caption' || aboutOf(field) === 'post';
  });
}
