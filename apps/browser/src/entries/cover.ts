import '@canut/elements/cover'
import { keepBlur } from '../task-screen/keep-blur.ts'

keepBlur(document)
