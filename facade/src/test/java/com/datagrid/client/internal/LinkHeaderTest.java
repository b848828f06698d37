package com.datagrid.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which link leads to the next page, and what its cursor is. */
class LinkHeaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<https://api.example/v1/things?limit=2&cursor=c>; rel=\"next\"",
        "</v1/things?cursor=c>; rel=next",
        "<?cursor=c>;rel=next",
        "<?cursor=c> ; REL = \"Next\"",
        "<?cursor=c>; rel=\"last next\"",
        "<?cursor=c>; rel=\"next last\"",
        "<?cursor=c>; rel=\"first next last\"",
        "<?cursor=c>; title=\"a, <b>; c\"; rel=next",
        "<?cursor=c>; title=; crossorigin; title*=UTF-8''x; rel=next; type=\"a/b\"",
        "<?cursor=p>; rel=\"prev\", <?cursor=c>; rel=\"next\", <?cursor=l>; rel=\"last\"",
        "<?cursor=p>; rel=prev,<?cursor=c>; rel=next,<?cursor=l>; rel=last",
        "<?cursor=p>, <?cursor=c>; rel=next",
        "<?cursor=c>; rel=next, <?cursor=d>; rel=next",
        "< ?cursor=c >; rel=next",
        "<?cursor=c>; title=\"a \\\" b, <?cursor=d>; rel=prev\"; rel=next",
        "<?cursor=c>; title=\"\\\\\"; rel=next",
        "<?cursor=c>; rel=\"n\\ext\"",
        "<?cursor=c>; rel=next; rel=prev",
        "<?cursor=c>; rel = next ;anchor=\"\"",
        "<?cursor=a>; rel=next; anchor=\"/other\", <?cursor=c>; rel=next",
        "<?cursor=c>;; rel=next",
        "<?cursor=c>; rel=\"prev\tnext\"",
        "none, \"<?cursor=d>; rel=next\", <?cursor=c>; rel=next",
        "<?cursor=c&x=a,b;c>; rel=next",
        "<?cursor=c>; rel=\"next",
      })
  void theCursorOfTheLinkToTheNextPage(String value) {
    assertThat(LinkHeader.next(List.of(value), "cursor")).contains("c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "next",
        "?cursor=c; rel=next",
        "<?cursor=c>",
        "<?cursor=c>; rel",
        "<?cursor=c>; rel=\"\"",
        "<?cursor=c>; rel=prev",
        "<?cursor=c>; rel=nextish",
        "<?cursor=c>; rel=\"next-archive\"",
        "<?cursor=c>; rel=\"prev-next\"",
        "<?cursor=c>; rev=next",
        "<?cursor=c>; xrel=next",
        "<?cursor=c>; title=\"next\"",
        "<?cursor=c>, rel=next",
        "<mailto:a@b.example?cursor=c>; rel=next",
        "<https://?cursor=c>; rel=next",
        "<?page=c>; rel=next",
        "<>; rel=next",
        "<?cursor=>; rel=next",
        "<?cursor>; rel=next",
        "<?cursor=c>; title=\"a; rel=next\"",
        "<?cursor=c>; title=\"; rel=\\\"next\\\"\"",
        "<?cursor=c>; title=\"b\\\", <?cursor=d>; rel=next\"",
        "<?cursor=c>; title=\"<?cursor=d>; rel=next",
        "<?cursor=c>; rel=prev; rel=next",
        "<?cursor=c>; REL=prev; rel=next",
        "<?cursor=c>; rel; rel=next",
        "<?cursor=c>; rel=next; anchor=\"/other\"",
        "<?cursor=c>; anchor=#part; rel=next",
        "<?cursor=c>; rel*=next",
        "<?cursor=c; rel=next",
        "\"<?cursor=c>; rel=next\"",
      })
  void noCursorWithoutALinkToTheNextPageThatHasOne(String value) {
    assertThat(LinkHeader.next(List.of(value), "cursor")).isEmpty();
  }

  @Test
  void aLinkThatIsNoUrlIsPassedOver() {
    assertThat(LinkHeader.next(List.of("<mailto:a@b.c>; rel=next, <?p=2>; rel=next"), "p"))
        .contains("2");
  }

  @Test
  void theHeaderMayComeSeveralTimesOrNotAtAll() {
    assertThat(LinkHeader.next(List.of(), "p")).isEmpty();
    assertThat(LinkHeader.next(List.of("<?p=1>; rel=prev", "none", "<?p=3>; rel=next"), "p"))
        .contains("3");
  }

  @Test
  void theCursorIsDecoded() {
    assertThat(LinkHeader.next(List.of("<?p=a%2Fb%26c+d%C3%A9>; rel=next"), "p"))
        .contains("a/b&c dé");
  }
}
