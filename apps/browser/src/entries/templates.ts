import '@canut/elements/template-frame'
import { TemplateEditor } from '../template-editor/template-editor.ts'

customElements.define('canut-template-editor', TemplateEditor)
