/** Everybody in the demonstration signs in with this password. It is printed at start and works on demo data only. */
export const DEMO_PASSWORD = 'one-thread-at-a-time'

export const STEWARD = { name: 'Solène (stewardship)', email: 'steward@demo.canut.example' }
export const REQUESTER = { name: 'Robin (library)', email: 'requester@demo.canut.example' }
export const REVIEWER = { name: 'Maïwenn (library)', email: 'reviewer@demo.canut.example' }
export const WORKER = { name: 'Ada', email: 'worker@demo.canut.example' }

/** How often each of them agrees with the truth; the people are invented. */
export const OTHER_WORKERS = [
  { name: 'Basile', email: 'basile@demo.canut.example', accuracy: 0.95 },
  { name: 'Chloé', email: 'chloe@demo.canut.example', accuracy: 0.9 },
  { name: 'Dmitri', email: 'dmitri@demo.canut.example', accuracy: 0.85 },
  { name: 'Esther', email: 'esther@demo.canut.example', accuracy: 0.92 },
  { name: 'Fatou', email: 'fatou@demo.canut.example', accuracy: 0.88 },
] as const
