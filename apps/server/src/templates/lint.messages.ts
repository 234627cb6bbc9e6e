import { catalogue } from '../platform/i18n/index.ts'

const en = {
  rowNotJson: 'The row to try is not one object in JSON, such as {"source": "…"}: the page is shown with an empty row.',
  problem: ({ message = '', line = '', column = '' }: Params) => `Line ${line}, column ${column}: ${message}`,
  findings: {
    same_name: ({ name = '', count = '' }: Params) =>
      `${count} fields are called “${name}”: the answer under that name is the last one’s. All of them are kept beside it, but give each a name of its own.`,
    nested_form: 'A form inside crowd-form: what its fields require is not checked by the browser, and Enter in it does nothing.',
    native_submit:
      'A button of the browser that sends the form. A crowd form adds a Submit of its own, which skips what this button runs on a click: use <crowd-button form-action="submit">, or give the button type="button".',
    outside_form: ({ tag = '', name = '' }: Params) =>
      `<${tag}> “${name}” is outside of <crowd-form>: what is filled in there is not in the answer. Move it inside.`,
    several_forms:
      'A second <crowd-form>: whichever is submitted first is the whole answer, and what the other one holds is lost. Put all fields into one.',
    leaving_link: ({ address = '' }: Params) =>
      `The link to ${address} would load in the place of the task, and is not followed. Give it target="_blank".`,
    external_script: ({ address = '' }: Params) =>
      `The script ${address} is on a site that is not allowed for your organisation: it will not load.`,
    external_file: ({ address = '' }: Params) =>
      `${address} is on another site, which would learn who works. It loads only if the site is allowed for your organisation; upload the file to the project instead.`,
    self_closing: ({ tag = '' }: Params) => `<${tag} … /> does not close: everything after it is inside. Write </${tag}>.`,
    unknown_tag: ({ tag = '' }: Params) => `<${tag}> is no element that we know; it shows what is inside and collects nothing.`,
    no_name: ({ tag = '' }: Params) => `<${tag}> has no name, so its value is not in the answer.`,
    no_label: ({ tag = '' }: Params) => `<${tag}> has no label: people who cannot see the page do not learn what it is for.`,
    no_alt: 'An image without alt. Say in a few words what it shows, or write alt="" if it is decoration.',
    file_field: ({ most = '', megabytes = '' }: Params) =>
      `A field for files takes pictures and sounds, of ${megabytes} MB at most, ${most} in an answer. The task screen sends them, not the page; the answer has {"uploadId", "name", "type", "size"}, or a list of these where the field takes several. Of a draft the page sees the name only.`,
    no_field: 'The page has no field: people would send it, and be paid, and there would be no answer. Add one, such as <crowd-input>.',
    no_form: 'There is no <crowd-form>: whatever fields the page has are sent with the Submit of the task screen.',
  },
}

type Params = Readonly<Record<string, string | number>>

export const messages = catalogue({
  en,
  fr: {
    rowNotJson: 'La ligne d’essai n’est pas un objet en JSON, comme {"source": "…"} : la page est montrée avec une ligne vide.',
    problem: ({ message = '', line = '', column = '' }) => `Ligne ${line}, colonne ${column} : ${message}`,
    findings: {
      same_name: ({ name = '', count = '' }) =>
        `${count} champs s’appellent « ${name} » : la réponse sous ce nom est celle du dernier. Toutes sont gardées à côté, mais donnez à chacun son propre nom.`,
      nested_form: 'Un formulaire dans crowd-form : le navigateur ne vérifie pas ses champs obligatoires, et Entrée n’y fait rien.',
      native_submit:
        'Un bouton du navigateur qui envoie le formulaire. Un formulaire crowd ajoute son propre bouton d’envoi, qui passe outre ce que ce bouton fait au clic : utilisez <crowd-button form-action="submit">, ou donnez au bouton type="button".',
      outside_form: ({ tag = '', name = '' }) =>
        `<${tag}> « ${name} » est en dehors de <crowd-form> : ce qui y est rempli n’est pas dans la réponse. Mettez-le dedans.`,
      several_forms:
        'Un deuxième <crowd-form> : celui qui est envoyé le premier est toute la réponse, et ce que contient l’autre est perdu. Mettez tous les champs dans un seul.',
      leaving_link: ({ address = '' }) =>
        `Le lien vers ${address} se chargerait à la place de la tâche, et n’est pas suivi. Donnez-lui target="_blank".`,
      external_script: ({ address = '' }) =>
        `Le script ${address} est sur un site qui n’est pas permis pour votre organisation : il ne sera pas chargé.`,
      external_file: ({ address = '' }) =>
        `${address} est sur un autre site, qui apprendrait qui travaille. Il n’est chargé que si ce site est permis pour votre organisation ; déposez plutôt le fichier dans le projet.`,
      self_closing: ({ tag = '' }) => `<${tag} … /> ne se ferme pas : tout ce qui suit est dedans. Écrivez </${tag}>.`,
      unknown_tag: ({ tag = '' }) => `<${tag}> n’est pas un élément connu ; il montre ce qu’il contient et ne recueille rien.`,
      no_name: ({ tag = '' }) => `<${tag}> n’a pas de nom : sa valeur n’est pas dans la réponse.`,
      no_label: ({ tag = '' }) => `<${tag}> n’a pas d’étiquette : qui ne voit pas la page n’apprend pas à quoi il sert.`,
      no_alt: 'Une image sans alt. Dites en quelques mots ce qu’elle montre, ou écrivez alt="" si elle ne fait que décorer.',
      file_field: ({ most = '', megabytes = '' }) =>
        `Un champ de fichiers prend des images et des sons, de ${megabytes} Mo au plus, ${most} par réponse. C’est l’écran de tâche qui les envoie, pas la page ; la réponse contient {"uploadId", "name", "type", "size"}, ou une liste si le champ en prend plusieurs. D’un brouillon, la page ne voit que le nom.`,
      no_field:
        'La page n’a aucun champ : on l’enverrait, payé, et il n’y aurait pas de réponse. Ajoutez-en un, par exemple <crowd-input>.',
      no_form: 'Il n’y a pas de <crowd-form> : les champs de la page partent avec le bouton d’envoi de l’écran de tâche.',
    },
  },
})
