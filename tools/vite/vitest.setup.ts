import { webcrypto } from 'node:crypto';

/** jsdom knows <dialog>, but not how to open one. The parts that our components rely on: open, close event, focus return. */
let opener: Element | null = null;

HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement): void {
  opener = document.activeElement;
  this.setAttribute('open', '');
  this.querySelector<HTMLElement>('[autofocus]:not([autofocus="false"])')?.focus();
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement): void {
  if (!this.hasAttribute('open')) return;
  this.removeAttribute('open');
  if (opener instanceof HTMLElement) opener.focus();
  this.dispatchEvent(new Event('close'));
};

// jsdom's own has no digests; browsers do
Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
