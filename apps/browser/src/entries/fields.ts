import { CanutFields } from '@canut/elements/fields'

customElements.define('canut-fields', CanutFields)
