/** What a page remembers: nothing where the browser does not allow it. */
function remembered(storage: () => Storage) {
  return {
    get(key: string): string | undefined {
      try {
        return storage().getItem(`dragoman.${key}`) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set(key: string, value: string | undefined): void {
      try {
        if (value === undefined) {
          storage().removeItem(`dragoman.${key}`);
        } else {
          storage().setItem(`dragoman.${key}`, value);
        }
      } catch {
        // Then it is forgotten.
      }
    },
  };
}

/** Until the tab is closed; a reload keeps it. */
export const thisVisit = remembered(() => sessionStorage);

/** From visit to visit. */
export const always = remembered(() => localStorage);
