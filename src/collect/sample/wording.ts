/** The words that invented captions and bios are made of: subjects by niche and language, and frames to put them in. */

export type Language = 'en' | 'es' | 'pt' | 'de' | 'fr';

/** What a post's three language bits mean; half of the invented posts are English. */
export const languages = ['en', 'en', 'en', 'en', 'es', 'pt', 'de', 'fr'] as const satisfies readonly Language[];

export interface Niche {
  name: string;
  emoji: string;
  hashtags: readonly [string, ...string[]];
  subjects: Readonly<Record<Language, readonly [string, ...string[]]>>;
}

/** What a post's three niche bits mean. */
export const niches: readonly [Niche, ...Niche[]] = [
  {
    name: 'food',
    emoji: '🍜',
    hashtags: ['#food', '#recipe', '#homecooking', '#easydinner'],
    subjects: {
      en: ['one-pan noodles', 'crispy potatoes', 'lemon pasta in 12 minutes'],
      es: ['tortilla sin prisas', 'arroz al horno', 'salsa verde de casa'],
      pt: ['bolo de fubá', 'feijão de domingo', 'pão de queijo'],
      de: ['Kartoffelsuppe', 'Brot ohne Kneten', 'Apfelkuchen vom Blech'],
      fr: ['tarte aux poireaux', 'pâtes au citron', 'soupe du soir'],
    },
  },
  {
    name: 'fitness',
    emoji: '💪',
    hashtags: ['#fitness', '#workout', '#mobility', '#strength'],
    subjects: {
      en: ['10-minute mobility', 'a better squat', 'rest days'],
      es: ['movilidad en 10 minutos', 'sentadillas sin dolor', 'días de descanso'],
      pt: ['treino em casa', 'alongamento da manhã', 'corrida leve'],
      de: ['Mobilität in 10 Minuten', 'saubere Kniebeugen', 'Ruhetage'],
      fr: ['mobilité en 10 minutes', 'gainage facile', 'jours de repos'],
    },
  },
  {
    name: 'travel',
    emoji: '🧭',
    hashtags: ['#travel', '#slowtravel', '#weekendtrip', '#bytrain'],
    subjects: {
      en: ['night trains', 'packing light', 'a quiet harbour town'],
      es: ['trenes nocturnos', 'una maleta pequeña', 'pueblos de costa'],
      pt: ['viagem de trem', 'mala pequena', 'vilas do litoral'],
      de: ['Nachtzüge', 'kleines Gepäck', 'stille Hafenstädte'],
      fr: ['trains de nuit', 'petit bagage', 'ports tranquilles'],
    },
  },
  {
    name: 'beauty',
    emoji: '✨',
    hashtags: ['#skincare', '#beauty', '#grwm', '#dailyroutine'],
    subjects: {
      en: ['a three-step routine', 'sunscreen that stays', 'soft evening looks'],
      es: ['rutina de tres pasos', 'protector solar', 'un look de noche'],
      pt: ['rotina de três passos', 'protetor solar', 'maquiagem leve'],
      de: ['Pflege in drei Schritten', 'Sonnenschutz', 'Abend-Look'],
      fr: ['routine en trois gestes', 'crème solaire', 'maquillage léger'],
    },
  },
  {
    name: 'tech',
    emoji: '🔧',
    hashtags: ['#tech', '#setup', '#gadgets', '#howitworks'],
    subjects: {
      en: ['a tidy desk setup', 'keyboards', 'batteries that last'],
      es: ['un escritorio ordenado', 'teclados', 'baterías que duran'],
      pt: ['mesa organizada', 'teclados', 'baterias que duram'],
      de: ['aufgeräumter Schreibtisch', 'Tastaturen', 'Akkus, die halten'],
      fr: ['bureau bien rangé', 'claviers', 'batteries durables'],
    },
  },
  {
    name: 'home',
    emoji: '🪴',
    hashtags: ['#home', '#diy', '#smallspaces', '#plants'],
    subjects: {
      en: ['a shelf from scrap wood', 'plants for dark rooms', 'small kitchens'],
      es: ['una estantería reciclada', 'plantas de interior', 'cocinas pequeñas'],
      pt: ['prateleira de madeira', 'plantas de sombra', 'cozinhas pequenas'],
      de: ['Regal aus Restholz', 'Pflanzen für dunkle Zimmer', 'kleine Küchen'],
      fr: ['étagère en bois récupéré', 'plantes d’ombre', 'petites cuisines'],
    },
  },
  {
    name: 'fashion',
    emoji: '🧥',
    hashtags: ['#style', '#ootd', '#thrifted', '#capsulewardrobe'],
    subjects: {
      en: ['one coat, five ways', 'thrift finds', 'mending denim'],
      es: ['un abrigo, cinco looks', 'ropa de segunda mano', 'vaqueros remendados'],
      pt: ['um casaco, cinco looks', 'achados de brechó', 'jeans remendado'],
      de: ['ein Mantel, fünf Looks', 'Funde aus zweiter Hand', 'geflickte Jeans'],
      fr: ['un manteau, cinq façons', 'trouvailles de friperie', 'jean raccommodé'],
    },
  },
  {
    name: 'pets',
    emoji: '🐾',
    hashtags: ['#pets', '#dogsof', '#catlife', '#petcare'],
    subjects: {
      en: ['first week with a puppy', 'a cat that opens doors', 'rainy-day games'],
      es: ['primera semana con cachorro', 'juegos para días de lluvia', 'gatos curiosos'],
      pt: ['primeira semana com filhote', 'brincadeiras em casa', 'gatos curiosos'],
      de: ['erste Woche mit Welpe', 'Spiele für Regentage', 'neugierige Katzen'],
      fr: ['première semaine avec un chiot', 'jeux de pluie', 'chats curieux'],
    },
  },
];

/** `{}` is the subject, `{e}` the niche's emoji. */
export const captionFrames: Readonly<Record<Language, readonly [string, ...string[]]>> = {
  en: [
    'Today: {} {e}',
    'Nobody asked, but: {} 😅',
    'POV: {}',
    'Part 2 of {}. You asked for it {e}',
    'Save this for later 📌 {}',
    'Hot take on {} 👀',
    '{}. That is it, that is the post.',
  ],
  es: ['Hoy: {} {e}', 'Guárdalo para luego 📌 {}', 'Nadie lo pidió, pero: {} 😅', 'Segunda parte: {} 👀'],
  pt: ['Hoje: {} {e}', 'Salva pra depois 📌 {}', 'Ninguém pediu, mas: {} 😅', 'Parte 2: {} 👀'],
  de: ['Heute: {} {e}', 'Für später merken 📌 {}', 'Hat keiner gefragt, aber: {} 😅', 'Teil 2: {} 👀'],
  fr: [
    'Aujourd’hui : {} {e}',
    'À garder pour plus tard 📌 {}',
    'Personne n’a demandé, mais : {} 😅',
    'Partie 2 : {} 👀',
  ],
};

export const bioFrames: Readonly<Record<Language, readonly [string, ...string[]]>> = {
  en: ['{e} {}, and what went wrong along the way', 'Mostly {} {e} new posts every week', '{} {e} questions welcome'],
  es: ['{e} {} y poco más', 'Sobre todo: {} {e}'],
  pt: ['{e} {} e um pouco mais', 'Quase sempre: {} {e}'],
  de: ['{e} {} und was schiefging', 'Meistens: {} {e}'],
  fr: ['{e} {} et un peu plus', 'Surtout : {} {e}'],
};
