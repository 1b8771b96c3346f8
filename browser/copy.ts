/** Adds a button to each feed address that copies it. Without this script, one click selects the address. */
const status = document.querySelector<HTMLElement>('#_copied')

for (const address of document.querySelectorAll<HTMLElement>('.feed-address')) {
  if (status && isSecureContext) addButton(address, status)
}

/** The button's texts are data attributes of the status element. */
function addButton(address: HTMLElement, status: HTMLElement): void {
  const { button: label = '', of = '', copied = '' } = status.dataset
  const text = address.textContent.trim()
  const row = address.closest('.feed-row')
  const visible = document.createElement('span')
  visible.textContent = label
  const spoken = document.createElement('span')
  spoken.className = 'unseen'
  spoken.textContent = of.replace('{name}', () => row?.querySelector('.feed-name')?.textContent ?? '')
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.append(visible, spoken)
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text)
    status.textContent = `${copied}: ${text}`
    visible.textContent = copied
    setTimeout(() => {
      visible.textContent = label
    }, 2000)
  })
  row?.querySelector('.feed-choice')?.prepend(button)
}
