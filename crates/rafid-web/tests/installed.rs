//! The portal as an application: manifest, service worker, pages that are there offline.

mod site;

use site::{Site, press::press};

#[tokio::test]
async fn the_manifest_names_what_is_there() {
    let site = Site::start(press()).await;
    let answer = site.get("/manifest.webmanifest").await;
    assert_eq!(answer.header("content-type"), Some("application/manifest+json; charset=utf-8"));
    let manifest = answer.json();
    assert_eq!((manifest["dir"].as_str(), manifest["lang"].as_str()), (Some("rtl"), Some("ar")));
    let icon = manifest["icons"][0]["src"].as_str().unwrap();
    for path in [icon, manifest["start_url"].as_str().unwrap(), manifest["shortcuts"][0]["url"].as_str().unwrap()] {
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
    assert!(site.get("/").await.body.contains("rel=\"manifest\""));
}

#[tokio::test]
async fn every_file_that_the_worker_keeps_is_there() {
    let site = Site::start(press()).await;
    let worker = site.get("/sw.js").await;
    assert_eq!(worker.header("cache-control"), Some("no-cache"));
    let files = worker.body.split("const FILES = ").nth(1).and_then(|rest| rest.split(";\n").next()).unwrap();
    let files: Vec<String> = serde_json::from_str(files).unwrap();
    assert!(files.iter().any(|file| file.contains("style.")) && files.iter().any(|file| file == "/offline"), "{files:?}");
    for file in files {
        // Fonts are bytes: their status is all that this client can read.
        assert_eq!(site.get(&file).await.status, 200, "{file}");
    }
}

#[tokio::test]
async fn the_policy_lets_the_worker_in_and_nothing_from_elsewhere() {
    let site = Site::start(press()).await;
    let home = site.get("/").await;
    let policy = home.header("content-security-policy").unwrap();
    for part in ["default-src 'none'", "script-src 'self'", "worker-src 'self'", "manifest-src 'self'"] {
        assert!(policy.split("; ").any(|own| own == part), "{policy}");
    }
}
