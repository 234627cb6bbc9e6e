import { allIn } from './all-in.ts'
import { CrowdAlert, CrowdBadge, CrowdCard, CrowdToast } from './boxes.ts'
import { CrowdButton, CrowdFab, CrowdIconButton } from './buttons.ts'
import { CrowdClassifier, CrowdClassifierMultiSelect, CrowdImageClassifier, CrowdImageClassifierMultiSelect } from './classifiers.ts'
import { CrowdForm } from './crowd-form.ts'
import { CrowdInstructions, CrowdModal } from './dialogs.ts'
import { CrowdBoundingBox, CrowdKeypoint, CrowdLine, CrowdPolygon, CrowdPolyline } from './drawings.ts'
import { CrowdEntityAnnotation } from './entity-annotation.ts'
import { IronIcon } from './icons.ts'
import { CrowdQuestionAnswerGeneration } from './question-answer.ts'
import { CrowdRekognitionDetectModerationLabels, CrowdTextractAnalyzeDocument } from './review-elements.ts'
import { CrowdInstanceSegmentation, CrowdSemanticSegmentation } from './segmentation.ts'
import { CrowdSlider, CrowdSliderLabel } from './slider.ts'
import { CrowdTab, CrowdTabs } from './tabs.ts'
import { CrowdInput, CrowdTextArea } from './text-fields.ts'
import { CrowdTextRanking } from './text-ranking.ts'
import { CrowdCheckbox, CrowdRadioButton, CrowdRadioGroup, CrowdToggleButton } from './toggles.ts'

/** Every element of the dialect under the exact name that templates use. */
const ELEMENTS: Readonly<Record<string, CustomElementConstructor>> = {
  // first: elements below hold one in their shadow
  'crowd-form': CrowdForm,
  'crowd-alert': CrowdAlert,
  'crowd-badge': CrowdBadge,
  'crowd-bounding-box': CrowdBoundingBox,
  'crowd-button': CrowdButton,
  'crowd-card': CrowdCard,
  'crowd-checkbox': CrowdCheckbox,
  'crowd-classifier': CrowdClassifier,
  'crowd-classifier-multi-select': CrowdClassifierMultiSelect,
  'crowd-entity-annotation': CrowdEntityAnnotation,
  'crowd-fab': CrowdFab,
  'crowd-icon-button': CrowdIconButton,
  'crowd-image-classifier': CrowdImageClassifier,
  'crowd-image-classifier-multi-select': CrowdImageClassifierMultiSelect,
  'crowd-input': CrowdInput,
  'crowd-instance-segmentation': CrowdInstanceSegmentation,
  'crowd-instructions': CrowdInstructions,
  'crowd-keypoint': CrowdKeypoint,
  'crowd-line': CrowdLine,
  'crowd-modal': CrowdModal,
  'crowd-polygon': CrowdPolygon,
  'crowd-polyline': CrowdPolyline,
  'crowd-question-answer-generation': CrowdQuestionAnswerGeneration,
  'crowd-radio-button': CrowdRadioButton,
  'crowd-radio-group': CrowdRadioGroup,
  'crowd-rekognition-detect-moderation-labels': CrowdRekognitionDetectModerationLabels,
  'crowd-semantic-segmentation': CrowdSemanticSegmentation,
  'crowd-slider': CrowdSlider,
  'crowd-slider-label': CrowdSliderLabel,
  'crowd-tab': CrowdTab,
  'crowd-tabs': CrowdTabs,
  'crowd-text-area': CrowdTextArea,
  'crowd-text-ranking': CrowdTextRanking,
  'crowd-textract-analyze-document': CrowdTextractAnalyzeDocument,
  'crowd-toast': CrowdToast,
  'crowd-toggle-button': CrowdToggleButton,
  'iron-icon': IronIcon,
}

export function defineCrowdElements(): void {
  for (const [name, element] of Object.entries(ELEMENTS)) if (customElements.get(name) === undefined) customElements.define(name, element)
}

/** Waits until those that are in the page have drawn themselves. */
export async function crowdElementsReady(root: Node): Promise<void> {
  const drawn = allIn(root).map((element) => ('updateComplete' in element ? element.updateComplete : null))
  await Promise.all(drawn)
}
