import { CanutFields } from '@canut/elements/fields/canut-fields'

customElements.define('canut-fields', CanutFields)
