import type { Element } from 'hast'
import { nameIn, words } from './element-names.ts'

// Class names and ids that publishing tools give to the parts of a page around its article. A name is listed only if an
// author would hardly use it in a text.

const frames: readonly (readonly [kind: string, names: ReadonlySet<string>])[] = [
  [
    'comments',
    words(`comments comments-area comments-section comments-page comments-wrapper comment-list commentlist
      comment-respond recentcomments nocomments comment-wrapper wp-block-comments
      akismet_comment_form_privacy_notice comment-form commentform respond disqus_thread post-comments post-notes notes-count gh-comments utterances giscus
      fb-comments isso-thread hypercomments_widget`),
  ],
  [
    'related articles',
    words(`related-posts related-articles relatedposts jp-relatedposts yarpp-related yarpp related-stories
      read-next read-next-feed read-more-wrap recent-posts more-posts more-stories recommended-posts you-may-also-like
      crp_related wp_rp_wrap wp_rp related_post related_links wp-block-query wp-block-latest-posts bdaia-post-next-prev outbrain taboola post-card post-feed`),
  ],
  [
    'navigation',
    words(`post-navigation posts-navigation nav-links nav-previous nav-next post-nav navigation pagination pager
      breadcrumb breadcrumbs postnav post-nav-links widget_nav_menu widget_recent_entries widget_recent_comments
      widget_archive widget_categories widget_tag_cloud widget_search skip-link skip-to-content site-header site-footer site-nav main-navigation sidebar
      widget-area blog-pager wm-ipp-base wm-ipp donato wm-ipp-print pagination-wrap post-pagination`),
  ],
  [
    'the author box',
    words(`author-bio author-box authorbox mvp-author-box-wrap author-box-wrap author-info author-card about-author about-the-author post-author-bio
      author-profile abh_box m-a-box saboxplugin-wrap pp-multiple-authors-boxes-wrapper author-description entry-author-box
      gh-article-author gh-author post-full-author-header author-bio-box`),
  ],
  [
    'share buttons',
    words(`sharedaddy sociable shariff sd-sharing sd-sharing-enabled sharing share-buttons share-links social-share social-sharing
      social-icons post-share post-sharing addtoany_share_save_container addtoany_content addthis_toolbox
      heateor_sss_sharing_container ssba shareaholic-canvas essb_links dpsp-share-buttons jp-post-flair post-ufi
      like-button-container sd-like jetpack-likes-widget-wrapper wpcnt share-dialog share-bar sharebar social-links
      post-share-buttons gh-share speechify-ignore image-link-expand share-post entry-share article-share
      post-footer-line share-tools sqs-block-socialaccountlinks-v2`),
  ],
  [
    'the subscription form',
    words(`subscription-widget-wrap subscription-widget-wrap-editor subscription-widget subscribe-widget
      subscribe-footer subscribe-form captioned-button-wrap button-wrapper newsletter-signup newsletter-form newsletter-promo newsletter-teaser
      wp-block-jetpack-subscriptions wp-block-jetpack-subscriptions__container kg-signup-card mc_embed_signup gh-subscribe
      gh-footer-signup gh-signup sqs-block-newsletter convertkit-form mailpoet_form`),
  ],
  [
    'the cookie banner',
    words(`cookie-banner cookie-consent cookie-notice cookie-law-info-bar cookiebanner onetrust-banner-sdk
      onetrust-consent-sdk cybotcookiebotdialog gdpr-banner cc-window eu-cookie-law cmplz-cookiebanner`),
  ],
  [
    'the lines about the article',
    words(`entry-meta post-meta page-metadata docinfo below-entry-meta post-ratings entryfooter mvp-post-tags wp-block-post-terms
      wp-block-post-date wp-block-post-author post-byline article-meta posted-on posted-by cat-links tags-links entry-categories
      entry-tags post-tags post-categories tag-cloud tagcloud post__tags entry-utility entry-footer postmetadata
      post-info post-header__meta reading-time read-time post-full-meta gh-article-meta article-byline post-labels
      post-timestamp post-author entry-author byline-wrapper eta blog-item-meta-wrapper blog-meta-item page-header-icon
      page-cover-image posted-in tags-list tag-list article-tags edit-link`),
  ],
]

/** Returns what an element is if its name says that it belongs to the page around the article. */
export function frameKind(element: Element): string | undefined {
  if (element.tagName === 'html' || element.tagName === 'body') return undefined
  return frames.find(([, names]) => nameIn(element, names) !== undefined)?.[0]
}

/** Tags of the page around the article. A header or footer may belong to the article itself. */
export const frameTags: ReadonlySet<string> = new Set(['nav', 'aside', 'footer'])
