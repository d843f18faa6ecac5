// Which of several answers counts? Only the answer to what was asked last: an older one may come later.
export class Latest {
  private asked = 0;

  /** The answer; null when something else was asked meanwhile, whether it came or failed. */
  async of<T>(work: Promise<T>): Promise<T | null> {
    const mine = ++this.asked;
    try {
      const found = await work;
      return mine === this.asked ? found : null;
    } catch (error) {
      if (mine === this.asked) throw error;
      return null;
    }
  }
}
