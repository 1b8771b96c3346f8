/** Gives every feed's address a button that copies it. Without a script the address is selected by one click. */
const status = document.querySelector<HTMLElement>('#_copied')

for (const address of document.querySelectorAll<HTMLElement>('.feed-address')) {
  if (status && isSecureContext) addButton(address, status)
}

/** The words are in the page's template. */
function addButton(address: HTMLElement, status: HTMLElement): void {
  const { button: verb = '', of = '', copied = '' } = status.dataset
  const text = address.textContent.trim()
  const row = address.closest('.feed-row')
  const word = document.createElement('span')
  word.textContent = verb
  const rest = document.createElement('span')
  rest.className = 'unseen'
  rest.textContent = of.replace('{name}', () => row?.querySelector('.feed-name')?.textContent ?? '')
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.append(word, rest)
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text)
    status.textContent = `${copied}: ${text}`
    word.textContent = copied
    setTimeout(() => {
      word.textContent = verb
    }, 2000)
  })
  row?.querySelector('.feed-choice')?.prepend(button)
}
