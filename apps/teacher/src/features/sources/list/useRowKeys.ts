import { useShortcuts } from '@qiancheng/web-ui';
import { useWorkStyle } from '../../../stores/preferences.js';

export const rowLinkId = (id: string): string => `source-${id}`;

interface Options {
  ids: () => string[];
  toggle: (id: string) => void;
  togglePage: () => void;
  page: (step: 1 | -1) => void;
  paste: () => void;
  exportList: () => void;
  review: () => void;
  help: () => void;
}

/** The list by keyboard alone: the row is the one whose name has the focus, so Enter opens it. */
export function useRowKeys(options: Options): void {
  const style = useWorkStyle();
  void style.load();
  const present = (): number => {
    const active = document.activeElement?.id ?? '';
    return options.ids().findIndex((id) => rowLinkId(id) === active);
  };
  function move(step: 1 | -1): void {
    const ids = options.ids();
    const at = present();
    const next = at < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + step));
    const link = document.getElementById(rowLinkId(ids[next] ?? ''));
    link?.focus();
    link?.scrollIntoView({ block: 'nearest' });
  }
  useShortcuts(
    {
      '/': () => document.querySelector<HTMLInputElement>('.qc-search > input')?.focus(),
      v: options.paste,
      j: () => move(1),
      k: () => move(-1),
      x: () => {
        const id = options.ids()[present()];
        if (id) options.toggle(id);
      },
      a: options.togglePage,
      e: options.exportList,
      r: options.review,
      n: () => options.page(1),
      p: () => options.page(-1),
      '?': options.help,
    },
    () => style.keys,
  );
}
