import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { WordsProvider } from './words.tsx'

createRoot(document.getElementById('page') as HTMLElement).render(
  <WordsProvider>
    <App />
  </WordsProvider>,
)
