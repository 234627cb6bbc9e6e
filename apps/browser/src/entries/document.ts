import '@canut/elements/correction'
import '@canut/elements/lines'
