/** Content of the demonstration, written for it: kind, everyday, about nobody. Truth where a task is a gold task. */
export const SENTENCES: readonly (readonly [text: string, feeling: 'pleased' | 'neutral' | 'displeased', gold: boolean])[] = [
  ['La bibliothèque a prolongé mon prêt sans que je demande rien : merci !', 'pleased', true],
  ['The parcel arrived on Tuesday, two days late and wet through.', 'displeased', true],
  ['Le musée ferme à dix-huit heures en hiver.', 'neutral', true],
  ['The new benches by the river are the best idea of the year.', 'pleased', false],
  ['On m’a changé de guichet quatre fois pour un seul timbre.', 'displeased', false],
  ['The train to Lyon leaves from platform four.', 'neutral', false],
  ['Le pain était encore tiède et la vendeuse a ri avec nous.', 'pleased', false],
  ['My kettle stopped working after a week.', 'displeased', false],
  ['Ce dictionnaire compte six cents pages.', 'neutral', false],
  ['What a quiet room: I slept like a stone.', 'pleased', false],
  ['La notice est écrite si petit que même la loupe renonce.', 'displeased', false],
  ['The meeting lasted an hour and a half.', 'neutral', false],
  ['Les enfants ont adoré la visite des métiers à tisser.', 'pleased', false],
  ['The soup was cold and nobody came.', 'displeased', false],
  ['Il y a trois fontaines dans le parc.', 'neutral', false],
  ['Your repair café saved my old radio, thank you all.', 'pleased', false],
  ['Encore une application qui demande un mot de passe oublié.', 'displeased', false],
  ['The shop sells thread, buttons and cloth.', 'neutral', false],
  ['Un accueil si simple et si chaleureux, on reviendra.', 'pleased', false],
  ['The door sticks, the lamp flickers, and the rent went up.', 'displeased', false],
  ['Le marché a lieu le jeudi et le dimanche.', 'neutral', false],
  ['Finally a form that one can fill in without shouting.', 'pleased', false],
  ['Le concert a été annulé une heure avant, sans un mot.', 'displeased', false],
  ['The path follows the canal for five kilometres.', 'neutral', false],
]

/** What a machine read, and what was printed. */
export const PRINTED: readonly (readonly [read: string, printed: string, gold: boolean])[] = [
  ['La f0ire aux p1antes ouvre samedi rnatin.', 'La foire aux plantes ouvre samedi matin.', true],
  ['The 1ibrary is c1osed on rnondays.', 'The library is closed on mondays.', true],
  ['Recette de 1a c0nfiture de fraises.', 'Recette de la confiture de fraises.', false],
  ['A 1ittle sa1t, two eggs and f1our.', 'A little salt, two eggs and flour.', false],
  ['Le tissage de 1a soie a Ly0n.', 'Le tissage de la soie à Lyon.', false],
  ['Return b0oks to the front desk.', 'Return books to the front desk.', false],
  ['Horaires des navettes du rnercredi.', 'Horaires des navettes du mercredi.', false],
  ['P1ease keep the garden gate c1osed.', 'Please keep the garden gate closed.', false],
  ['Cours de c0uture pour débutants.', 'Cours de couture pour débutants.', false],
  ['The b0at leaves at ha1f past nine.', 'The boat leaves at half past nine.', false],
  ['Perdu : un gant de 1aine b1eue.', 'Perdu : un gant de laine bleue.', false],
  ['Wanted: a good h0me for a srnall piano.', 'Wanted: a good home for a small piano.', false],
]

export const SHAPE_SCENES = 24
export const STREET_SCENES = 12
