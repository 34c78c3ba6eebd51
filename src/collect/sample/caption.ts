import { pick, uniform } from './random.ts';
import { bioFrames, captionFrames, type Language, languages, type Niche, niches } from './wording.ts';

/** A post's text with one to three hashtags, in the language and niche that its id names. */
export function captionOf(seed: number, nicheIndex: number, languageIndex: number): string {
  const niche = nicheOf(nicheIndex);
  const language = languageOf(languageIndex);
  const text = fill(pick(seed, 'frame', captionFrames[language]), subjectOf(seed, niche, language), niche);
  const first = Math.floor(uniform(seed, 'hashtag') * niche.hashtags.length);
  const count = 1 + Math.floor(uniform(seed, 'hashtags') * 3);
  const hashtags = Array.from({ length: count }, (_, step) => niche.hashtags[(first + step) % niche.hashtags.length]);
  return `${text} ${hashtags.join(' ')}`;
}

/** A profile's text. */
export function bioOf(seed: number, nicheIndex: number, languageIndex: number): string {
  const niche = nicheOf(nicheIndex);
  const language = languageOf(languageIndex);
  return fill(pick(seed, 'bio', bioFrames[language]), subjectOf(seed, niche, language), niche);
}

function nicheOf(index: number): Niche {
  return niches[index % niches.length] ?? niches[0];
}

function languageOf(index: number): Language {
  return languages[index] ?? 'en';
}

function subjectOf(seed: number, niche: Niche, language: Language): string {
  return pick(seed, 'subject', niche.subjects[language]);
}

function fill(frame: string, subject: string, niche: Niche): string {
  const text = frame.replace('{e}', niche.emoji).replace('{}', subject);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
