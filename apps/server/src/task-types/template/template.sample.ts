import type { SampleSet } from '../task-type.ts'

const source = `<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>

<crowd-form>
  <crowd-classifier
    name="tone"
    categories="{{ task.input.labels | to_json | escape }}"
    header="How does this message sound?"
  >
    <classification-target>
      <p>{{ task.input.taskObject }}</p>
    </classification-target>
    <full-instructions header="Reading a message">
      <p>Choose what the words say, not what you would have felt.</p>
    </full-instructions>
    <short-instructions>
      <p>Read the message, then choose.</p>
    </short-instructions>
  </crowd-classifier>
</crowd-form>`

const answer = (label: string): string => JSON.stringify({ tone: { label } })

/** Messages to a municipal library, written for this sample. */
export const sample: SampleSet = {
  settings: {
    dialect: 'liquid',
    source,
    inputs: 'labels = ["Friendly", "Neutral", "Angry"]',
    files: ['source-ref'],
    example: '{"source": "Thank you for keeping the reading room open so late!"}',
  },
  instructions: {
    en: ['Each message was sent to a library. Say how it sounds.', '', '- A question without more is neutral.'].join('\n'),
    fr: ['Chaque message a été envoyé à une bibliothèque. Dites quel est son ton.', '', '- Une question sans plus est neutre.'].join('\n'),
  },
  rows: [
    { source: 'Thank you for keeping the reading room open so late!', truth: answer('Friendly') },
    { source: 'At what time do you open on Sundays?', truth: answer('Neutral') },
    { source: 'Third time the book I reserved has been lent to somebody else. Enough!', truth: answer('Angry') },
    { source: 'Could I return the atlas at the branch near the station?', truth: '' },
    { source: 'The new children’s corner is a joy, my daughter asks for it every day.', truth: '' },
    { source: 'Your website signed me out again in the middle of a reservation.', truth: '' },
    { source: 'Is there a place to read newspapers from the 1930s?', truth: '' },
    { source: 'Nobody answers the telephone, and nobody apologises for it.', truth: '' },
  ],
  drawings: [],
}
