import { hostTemplate } from '@canut/elements/template-host'

hostTemplate()
